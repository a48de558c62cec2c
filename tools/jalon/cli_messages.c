/* Defines the sentences of the command line tool. */
#define JALON_MSG_BODY
#include "jalon/cli_messages.h"
