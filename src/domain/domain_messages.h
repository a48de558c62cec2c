/* Sentences of the domain layer. */
#pragma once

#define JALON_MSG_DEF "domain/messages.def"
#include "base/messages.h"
