#include "rdx/link/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <cstring>

namespace rdx {

namespace {

Error refused(const std::string& what, const std::string& file) {
  const unsigned long fault = ERR_peek_error();  // the first says what it was, the last where it was noticed
  const char* why = ERR_SYSTEM_ERROR(fault) ? std::strerror(ERR_GET_REASON(fault)) : ERR_reason_error_string(fault);
  ERR_clear_error();
  return {ErrorCode::invalid, what + " '" + file + "' is not usable: " + (why != nullptr ? why : "unknown reason")};
}

// Instead of OpenSSL's, which would ask at the terminal.
int no_passphrase(char*, int, int, void* was_asked) {
  *static_cast<bool*>(was_asked) = true;
  return -1;
}

Result<void> use_key(SSL_CTX* context, const std::string& file) {
  bool was_asked = false;
  SSL_CTX_set_default_passwd_cb(context, no_passphrase);
  SSL_CTX_set_default_passwd_cb_userdata(context, &was_asked);
  const bool is_used = SSL_CTX_use_PrivateKey_file(context, file.c_str(), SSL_FILETYPE_PEM) == 1;
  SSL_CTX_set_default_passwd_cb_userdata(context, nullptr);
  SSL_CTX_set_default_passwd_cb(context, nullptr);
  if (is_used) return {};
  if (!was_asked) return refused("the key", file);
  ERR_clear_error();
  return Error{ErrorCode::invalid,
               "the key '" + file + "' has a passphrase; write one without it, with `openssl pkey`"};
}

}  // namespace

void TlsContextDeleter::operator()(ssl_ctx_st* context) const { SSL_CTX_free(context); }

TlsContext open_no_tls() { return TlsContext(SSL_CTX_new(TLS_method())); }

Result<TlsContext> open_tls(const TlsFiles& files) {
  ERR_clear_error();
  TlsContext tls = open_no_tls();
  SSL_CTX* const context = tls.get();
  if (context == nullptr) return Error{ErrorCode::input_output, "the TLS library does not start"};
  if (SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) != 1) return refused("TLS", "1.3");
  if (SSL_CTX_use_certificate_chain_file(context, files.certificate_file.c_str()) != 1)
    return refused("the certificate", files.certificate_file);
  if (auto used = use_key(context, files.key_file); !used) return std::move(used).error();
  if (SSL_CTX_check_private_key(context) != 1) return refused("the key", files.key_file);
  if (SSL_CTX_load_verify_locations(context, files.ca_file.c_str(), nullptr) != 1)
    return refused("the authority", files.ca_file);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_num_tickets(context, 0);
  return tls;
}

}  // namespace rdx
