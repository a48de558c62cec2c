/* Sentences of the report layer. */
#pragma once

#define JALON_MSG_DEF "report/messages.def"
#include "base/messages.h"
