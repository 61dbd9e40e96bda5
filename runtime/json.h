// Objects to JSON and back: the component json.
#pragma once

#include "rdx/json/json.h"
