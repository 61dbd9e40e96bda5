#include "rdx/link/remote_store.h"
#include "rdx/link/store_calls.h"

namespace rdx {

StoreServer::StoreServer(Store& store, const StoreLinkOptions& options, std::unique_ptr<Transport> transport)
    : store_(store), options_(options), transport_(std::move(transport)) {}

Result<std::unique_ptr<StoreServer>> StoreServer::open(Store& store, const StoreLinkOptions& options) {
  RDX_TRY(auto transport, Transport::open(options.transport));
  return std::unique_ptr<StoreServer>(new StoreServer(store, options, std::move(transport)));
}

Result<std::string> StoreServer::listen(const std::string& address) {
  const auto answer = [this](Bytes call) { return answer_call(store_, *options_.types, call); };
  return transport_->listen(address, serve_calls(answer, StreamRole::store, options_.times));
}

}  // namespace rdx
