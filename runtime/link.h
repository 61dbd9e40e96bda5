// Links of rdx: replicas that sync with others over TCP and TLS, and stores on other machines.
#pragma once

#include "rdx/link/link.h"
#include "rdx/link/remote_store.h"
#include "rdx/link/ring_link.h"
