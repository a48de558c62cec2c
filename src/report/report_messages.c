/* Defines the sentences of the report layer. */
#define JALON_MSG_BODY
#include "report/report_messages.h"
