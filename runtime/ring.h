// A ring of rdx: many nodes as one store, that loses nothing when it loses one of them.
//
// Nodes in this process: LocalNodes. Nodes on other machines: RemoteNodes and RingServer of <rdx/link.h>.
#pragma once

#include "rdx/store/local_nodes.h"
#include "rdx/store/memory_engine.h"
#include "rdx/store/ring_keeper.h"
#include "rdx/store/ring_node.h"
#include "rdx/store/ring_store.h"
