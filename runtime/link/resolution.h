// Resolution: a name's addresses, found on a thread that nobody waits for: that takes as long as the name's servers
// like and cannot be cut short.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "rdx/base/result.h"

namespace rdx {

/// A host's addresses, as text; at least one.
using Addresses = Result<std::vector<std::string>>;
using Resolve = std::function<Addresses(const std::string& host)>;

/// What the system knows. Waits.
Addresses system_resolve(const std::string& host);

class Resolution {
 public:
  using Done = std::function<void(Addresses)>;

  /// `done` is called once, on the thread, unless nobody wants to know any more. `input_output` where there is no
  /// thread.
  static Result<std::shared_ptr<Resolution>> start(const std::string& host, const Resolve& resolve, Done done);
  /// When it returns, `done` is neither called any more nor being called.
  void forget();

 private:
  void finish(Addresses found);

  std::mutex mutex_;
  Done done_;
};

}  // namespace rdx
