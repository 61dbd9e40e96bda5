// LogReplica: the smallest replica that a session can run on: packets in order of arrival, in memory.
//
//   packet  := P( dot needs payload )      dot, needs := tiny pair(seq, src); needs 0-0: ready at once
//   request := dot*                        what is here, ascending
//   diff    := more packet* | packet*      more := one byte, 0 or 1
//
// Threads may share it, as they may a real one.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "rdx/replica/session.h"
#include "rdx/tlv/record.h"
#include "rdx/tlv/zip.h"

namespace rdx::test {

class LogReplica : public SessionReplica {
 public:
  explicit LogReplica(uint32_t source) : source_(source) {}

  /// Applies a packet of its own and answers its bytes.
  std::string commit(Bytes payload, Pair needs = {}) {
    const std::lock_guard lock(mutex_);
    std::string body;
    append_tiny(body, 'D', zip_pair(++last_, source_));
    append_tiny(body, 'D', zip_pair(needs));
    std::string packet;
    append_record(packet, 'P', body.append(payload));
    log_.push_back({last_, source_});
    packets_[{last_, source_}] = packet;
    return packet;
  }
  std::map<Pair, std::string> packets() const {
    const std::lock_guard lock(mutex_);
    return packets_;
  }
  std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return packets_.size();
  }
  /// How many packets of its own it has made.
  uint64_t committed() const {
    const std::lock_guard lock(mutex_);
    return last_;
  }
  /// Every later call fails with it.
  void fail(Error error) {
    const std::lock_guard lock(mutex_);
    failure_ = std::move(error);
  }

  uint32_t source() const override { return source_; }
  Result<std::string> request_diff() override {
    const std::lock_guard lock(mutex_);
    if (failure_) return *failure_;
    std::string request;
    for (const auto& [dot, packet] : packets_) append_tiny(request, 'D', zip_pair(dot));
    return request;
  }
  Result<std::string> build_diff(Bytes request, std::size_t limit) override {
    const std::lock_guard lock(mutex_);
    if (failure_) return *failure_;
    std::map<Pair, bool> theirs;
    while (!request.empty()) {
      const auto dot = take_dot(request);
      if (!dot) return Error{ErrorCode::invalid, "the request is no list of dots"};
      theirs[*dot] = true;
    }
    std::string diff(1, '\0');
    for (const Pair& dot : log_) {
      if (theirs.count(dot) != 0) continue;
      const std::string& packet = packets_[dot];
      if (diff.size() > 1 && diff.size() + packet.size() > limit) {
        diff[0] = 1;
        break;
      }
      diff.append(packet);
    }
    return diff;
  }
  Result<Integrated> integrate_diff(Bytes diff) override {
    const std::lock_guard lock(mutex_);
    if (failure_) return *failure_;
    Integrated taken;
    if (diff.empty()) return Error{ErrorCode::invalid, "the diff has no beginning"};
    if (byte_at(diff, 0) <= 1) {
      taken.more = diff[0] == 1;
      diff.remove_prefix(1);
    }
    std::vector<Arrived> arrived;
    while (!diff.empty()) {
      const auto packet = read_packet(diff);
      if (!packet) return Error{ErrorCode::invalid, "what was brought is no packet"};
      arrived.push_back(*packet);
    }
    for (const Arrived& each : arrived) apply(each, taken);
    return taken;
  }

 private:
  struct Arrived {
    Pair dot;
    Pair needs;
    Bytes whole;
  };

  static std::optional<Pair> take_dot(Bytes& from) {
    const auto body = take_tiny(from, 'D');
    return body ? unzip_pair(*body) : std::nullopt;
  }
  static std::optional<Arrived> read_packet(Bytes& from) {
    const auto record = take_record(from, 'P');
    if (!record) return std::nullopt;
    Bytes body = record->body;
    const auto dot = take_dot(body);
    const auto needs = dot ? take_dot(body) : std::nullopt;
    if (!needs || dot->a == 0 || dot->b == 0) return std::nullopt;
    return Arrived{*dot, *needs, record->whole};
  }
  void apply(const Arrived& packet, Integrated& taken) {
    if (packets_.count(packet.dot) != 0) {
      ++taken.known;
    } else if (packet.needs.a != 0 && packets_.count(packet.needs) == 0) {
      ++taken.left_out;
    } else {
      ++taken.applied;
      log_.push_back(packet.dot);
      packets_[packet.dot] = packet.whole;
    }
  }

  mutable std::mutex mutex_;
  uint32_t source_;
  uint64_t last_ = 0;
  std::vector<Pair> log_;
  std::map<Pair, std::string> packets_;
  std::optional<Error> failure_;
};

}  // namespace rdx::test
