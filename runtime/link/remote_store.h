// RemoteStore: a Store on another machine; StoreServer: the store that is offered there.
//
//   StoreServer  server = StoreServer::open(store, options);  server.listen("0.0.0.0:7001");
//   RemoteStore  remote = RemoteStore::open("other.example:7001", options);    remote->load(id);
//
// A call waits for its answer, up to call_ms, and fails at once while the other side is known to be away. A write that
// failed so may have been done all the same: packets are applied exactly once, so it can be sent again.
//
// What a remote store cannot say: snapshot() is none, calls are as of now, and one that is given a snapshot is refused.
// seen() and class_and_descendants() have no room for an error: they answer what the other side said last.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "rdx/link/calls.h"
#include "rdx/store/store.h"

namespace rdx {

struct StoreLinkOptions {
  TransportOptions transport;
  StreamTimes times = {};
  int64_t call_ms = 5000;  // a RemoteStore's
  /// What packets may hold, at a StoreServer. It must outlive it.
  const TypeTable* types = &built_in_types();
};

class StoreServer {
 public:
  /// The store must outlive the server. Calls of one connection are done in order, each on a thread of the transport.
  static Result<std::unique_ptr<StoreServer>> open(Store& store, const StoreLinkOptions& options);

  Result<std::string> listen(const std::string& address = "127.0.0.1:0");
  void stop() { transport_->stop(); }
  TransportState state() const { return transport_->state(); }

 private:
  StoreServer(Store& store, const StoreLinkOptions& options, std::unique_ptr<Transport> transport);

  Store& store_;
  const StoreLinkOptions options_;
  std::unique_ptr<Transport> transport_;
};

class RemoteStore final : public Store {
 public:
  static Result<std::unique_ptr<RemoteStore>> open(const std::string& address, const StoreLinkOptions& options);
  ~RemoteStore() override;

  Result<Integrated> apply(std::span<const Packet> packets) override;
  Result<StoredObject> load(Id object, const Snapshot* at = nullptr) const override;
  Result<void> for_each_id(Id class_id, Id after, FunctionRef<bool(Id)> visit,
                           const Snapshot* at = nullptr) const override;
  Result<std::vector<Id>> find(Id class_id, uint8_t field, Bytes value, const Snapshot* at = nullptr) const override;
  std::vector<Id> class_and_descendants(Id class_id) const override;
  Result<void> declare_class(Id class_id, Id parent, std::span<const uint8_t> indexed_fields) override;
  DotSet seen() const override;
  std::shared_ptr<const Snapshot> snapshot() const override { return nullptr; }
  Result<std::string> request_diff() override;
  Result<std::string> build_diff(Bytes request, std::size_t limit = kDiffBytes) override;
  Result<Integrated> integrate_diff(Bytes diff) override;

  /// Whether the other side is there.
  bool is_open() const;

 private:
  class Memory;

  RemoteStore(std::unique_ptr<CallerLink> link, int64_t call_ms);
  Result<std::string> call(char name, Bytes arguments) const;

  std::unique_ptr<CallerLink> link_;
  const int64_t call_ms_;
  std::unique_ptr<Memory> memory_;
};

}  // namespace rdx
