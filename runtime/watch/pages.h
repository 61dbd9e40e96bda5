// Pages: what a replica shows of itself, as text: figures for Prometheus, an overview for people.
#pragma once

#include <string>

#include "rdx/store/local_store.h"
#include "rdx/watch/metrics_text.h"

namespace rdx {

/// Past so many objects, of all classes together, an overview does not count on.
inline constexpr uint64_t kMostCounted = 100'000;

/// So many rows a table of an overview has at most.
inline constexpr std::size_t kMostRows = 500;

void write_store_metrics(LocalStore& store, MetricsText& to);

/// HTML, whole and without anything from elsewhere. Reads the store as of now. `ready`: as /readyz has it.
Result<std::string> overview_page(LocalStore& store, const Result<void>& ready);

}  // namespace rdx
