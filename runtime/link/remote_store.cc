#include "rdx/link/remote_store.h"

#include <map>
#include <mutex>

#include "rdx/link/store_calls.h"

namespace rdx {

namespace {

// So that a few bytes cannot take more than some megabytes: as many packets as one source can number, sixteen times
// over.
constexpr uint64_t kMaxSeenPackets = uint64_t{16} << 32;

Result<DotSet> read_seen(Bytes record) {
  RDX_TRY(const DotRanges ranges, DotRanges::read(record));
  uint64_t packets = 0;
  ranges.for_each_range([&](uint32_t, uint32_t first, uint32_t last) {
    packets += uint64_t{last} - first + 1;
    return packets <= kMaxSeenPackets;
  });
  if (packets > kMaxSeenPackets) return Error{ErrorCode::limit, "an answer names more packets than there can be"};
  DotSet seen;
  seen.add(ranges);
  return seen;
}

Error refuse_snapshot() { return {ErrorCode::invalid, "a store on another machine has no snapshots"}; }

}  // namespace

// The last answers to what has no room for an error.
class RemoteStore::Memory {
 public:
  DotSet seen() const {
    const std::lock_guard lock(mutex_);
    return seen_;
  }
  void remember(const DotSet& seen) {
    const std::lock_guard lock(mutex_);
    seen_ = seen;
  }
  std::vector<Id> descendants(Id class_id) const {
    const std::lock_guard lock(mutex_);
    const auto found = descendants_.find(class_id);
    return found == descendants_.end() ? std::vector<Id>{class_id} : found->second;
  }
  void remember(Id class_id, const std::vector<Id>& all) {
    const std::lock_guard lock(mutex_);
    descendants_[class_id] = all;
  }

 private:
  mutable std::mutex mutex_;
  DotSet seen_;
  std::map<Id, std::vector<Id>> descendants_;
};

RemoteStore::RemoteStore(std::unique_ptr<CallerLink> link, int64_t call_ms)
    : link_(std::move(link)), call_ms_(call_ms), memory_(std::make_unique<Memory>()) {}
RemoteStore::~RemoteStore() = default;

Result<std::unique_ptr<RemoteStore>> RemoteStore::open(const std::string& address, const StoreLinkOptions& options) {
  RDX_TRY(auto link, CallerLink::open(address, StreamRole::store, options.transport, options.times));
  return std::unique_ptr<RemoteStore>(new RemoteStore(std::move(link), options.call_ms));
}

bool RemoteStore::is_open() const { return link_->is_open(); }
Result<std::string> RemoteStore::call(char name, Bytes arguments) const {
  return link_->call(std::string(1, name).append(arguments), call_ms_);
}

Result<Integrated> RemoteStore::apply(std::span<const Packet> packets) {
  std::string arguments;
  for (const Packet& each : packets) arguments.append(each.whole);
  RDX_TRY(const std::string answer, call('P', arguments));
  return read_integrated(answer);
}

Result<StoredObject> RemoteStore::load(Id object, const Snapshot* at) const {
  if (at != nullptr) return refuse_snapshot();
  std::string arguments;
  append_id(arguments, object);
  RDX_TRY(const std::string answer, call('L', arguments));
  Bytes rest = answer;
  const auto class_id = take_id(rest);
  if (!class_id) return Error{ErrorCode::invalid, "an answer with a garbled class"};
  return StoredObject{*class_id, std::string(rest)};
}

Result<void> RemoteStore::for_each_id(Id class_id, Id after, FunctionRef<bool(Id)> visit, const Snapshot* at) const {
  if (at != nullptr) return refuse_snapshot();
  for (;;) {
    std::string arguments;
    append_id(arguments, class_id);
    append_id(arguments, after);
    RDX_TRY(const std::string answer, call('I', arguments));
    RDX_TRY(const auto ids, read_ids(answer));
    for (const Id id : ids) {
      if (id <= after) return Error{ErrorCode::invalid, "an answer with ids out of order"};
      after = id;
      if (!visit(id)) return {};
    }
    if (ids.size() < kIdsPage) return {};
  }
}

Result<std::vector<Id>> RemoteStore::find(Id class_id, uint8_t field, Bytes value, const Snapshot* at) const {
  if (at != nullptr) return refuse_snapshot();
  std::string arguments;
  append_id(arguments, class_id);
  arguments.push_back(static_cast<char>(field));
  RDX_TRY(const std::string answer, call('F', arguments.append(value)));
  return read_ids(answer);
}

std::vector<Id> RemoteStore::class_and_descendants(Id class_id) const {
  std::string arguments;
  append_id(arguments, class_id);
  const auto answer = call('T', arguments);
  const auto ids = answer ? read_ids(*answer) : Result<std::vector<Id>>(answer.error());
  if (ids) memory_->remember(class_id, *ids);
  return ids ? *ids : memory_->descendants(class_id);
}

Result<void> RemoteStore::declare_class(Id class_id, Id parent, std::span<const uint8_t> indexed_fields) {
  std::string arguments;
  append_id(arguments, class_id);
  append_id(arguments, parent);
  for (const uint8_t field : indexed_fields) arguments.push_back(static_cast<char>(field));
  if (auto answer = call('K', arguments); !answer) return std::move(answer).error();
  return {};
}

DotSet RemoteStore::seen() const {
  const auto answer = call('S', {});
  const auto seen = answer ? read_seen(*answer) : Result<DotSet>(answer.error());
  if (seen) memory_->remember(*seen);
  return seen ? *seen : memory_->seen();
}

Result<std::string> RemoteStore::request_diff() { return call('Q', {}); }

Result<std::string> RemoteStore::build_diff(Bytes request, std::size_t limit) {
  std::string arguments;
  append_number(arguments, limit);
  return call('B', arguments.append(request));
}

Result<Integrated> RemoteStore::integrate_diff(Bytes diff) {
  RDX_TRY(const std::string answer, call('G', diff));
  return read_integrated(answer);
}

}  // namespace rdx
