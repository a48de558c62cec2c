/* Defines the sentences of the conf layer. */
#define JALON_MSG_BODY
#include "conf/conf_messages.h"
