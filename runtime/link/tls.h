// TLS: both sides show a certificate that a given authority has signed, and nobody else is listened to.
//
// TLS 1.3 only. No session tickets: each connection proves itself anew. The system's own list of authorities is not
// looked at: who has a certificate of `ca_file` is a peer, so the authority should be one of your own.
#pragma once

#include <memory>
#include <string>

#include "rdx/base/result.h"

struct ssl_ctx_st;

namespace rdx {

/// Paths of PEM files.
struct TlsFiles {
  std::string ca_file;
  std::string certificate_file;  // the own one first, then those between it and the authority
  std::string key_file;
  /// Where not empty, a peer's certificate must be for this host name too.
  std::string peer_name = {};
};

struct TlsContextDeleter {
  void operator()(ssl_ctx_st* context) const;
};
using TlsContext = std::unique_ptr<ssl_ctx_st, TlsContextDeleter>;

/// `invalid` where a file is missing or holds something else, or the key is not the certificate's.
Result<TlsContext> open_tls(const TlsFiles& files);

/// A context that knows no certificate, for plain connections.
TlsContext open_no_tls();

}  // namespace rdx
