/* Defines the sentences of the journal layer. */
#define JALON_MSG_BODY
#include "journal/journal_messages.h"
