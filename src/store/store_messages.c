/* Defines the sentences of the store layer. */
#define JALON_MSG_BODY
#include "store/store_messages.h"
