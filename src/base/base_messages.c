/* Defines the sentences of the base layer. */
#define JALON_MSG_BODY
#include "base/base_messages.h"
