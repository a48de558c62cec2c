/* Sentences of the app layer. */
#pragma once

#define JALON_MSG_DEF "app/messages.def"
#include "base/messages.h"
