#include "rdx/link/resolution.h"

#include <netdb.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <thread>
#include <utility>

namespace rdx {

Addresses system_resolve(const std::string& host) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int fault = getaddrinfo(host.c_str(), nullptr, &wanted, &found);
  if (fault != 0)
    return Error{ErrorCode::input_output, fault == EAI_SYSTEM ? std::strerror(errno) : gai_strerror(fault)};
  std::vector<std::string> addresses;
  std::array<char, NI_MAXHOST> text{};
  for (const addrinfo* each = found; each != nullptr; each = each->ai_next)
    if (getnameinfo(each->ai_addr, each->ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) == 0)
      addresses.emplace_back(text.data());
  freeaddrinfo(found);
  return addresses;
}

Result<std::shared_ptr<Resolution>> Resolution::start(const std::string& host, const Resolve& resolve, Done done) {
  auto resolution = std::make_shared<Resolution>();
  resolution->done_ = std::move(done);
  try {
    std::thread([=] {
      auto found = resolve(host);
      if (found && found->empty()) found = Error{ErrorCode::not_found, "it has no address"};
      resolution->finish(std::move(found));
    }).detach();
  } catch (const std::system_error& error) {
    return Error{ErrorCode::input_output, error.what()};
  }
  return resolution;
}

void Resolution::forget() {
  const std::lock_guard lock(mutex_);
  done_ = nullptr;
}

void Resolution::finish(Addresses found) {
  const std::lock_guard lock(mutex_);
  if (done_) done_(std::move(found));
}

}  // namespace rdx
