/* Defines the sentences of the app layer. */
#define JALON_MSG_BODY
#include "app/app_messages.h"
