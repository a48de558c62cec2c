/* Defines the sentences of the domain layer. */
#define JALON_MSG_BODY
#include "domain/domain_messages.h"
