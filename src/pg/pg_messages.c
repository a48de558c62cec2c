/* Defines the sentences of the pg layer. */
#define JALON_MSG_BODY
#include "pg/pg_messages.h"
