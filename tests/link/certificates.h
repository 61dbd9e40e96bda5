// Certificates for tests, made with the openssl command in a folder of their own that goes with the object.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "rdx/link/tls.h"

namespace rdx::test {

class Certificates {
 public:
  Certificates() {
    std::string pattern = (std::filesystem::temp_directory_path() / "rdx_link_XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    make_authority("ca");
    make_authority("other_ca");
    make("good", "ca", 2);
    make("foreign", "other_ca", 2);
    make("expired", "ca", -1);
    make("client_only", "ca", 2, " -addext extendedKeyUsage=clientAuth");
    make_authority("self_signed");
    run("ec -in good.key -aes128 -passout pass:secret -out locked.key");
  }
  ~Certificates() {
    std::error_code none;
    std::filesystem::remove_all(folder_, none);
  }
  Certificates(const Certificates&) = delete;
  Certificates& operator=(const Certificates&) = delete;

  std::string path(const std::string& file) const { return folder_ + "/" + file; }
  /// `good`, or one that is not, by its name below; held against the good authority. `locked.key` is the good key under
  /// a passphrase.
  TlsFiles files(const std::string& name) const {
    return {path("ca.pem"), path(name + ".pem"), path(name + ".key"), ""};
  }

 private:
  void run(const std::string& arguments) const {
    const std::string command = "cd " + folder_ + " && openssl " + arguments + " >log 2>&1";
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
  }
  void make_authority(const std::string& name) const {
    run("ecparam -name prime256v1 -genkey -noout -out " + name + ".key");
    run("req -x509 -new -key " + name + ".key -subj /CN=" + name + " -days 2 -out " + name + ".pem");
  }
  void make(const std::string& name, const std::string& authority, int days, const std::string& more = "") const {
    run("ecparam -name prime256v1 -genkey -noout -out " + name + ".key");
    run("req -new -key " + name + ".key -subj /CN=" + name + " -addext subjectAltName=DNS:" + name + ".example" + more +
        " -out " + name + ".csr");
    run("x509 -req -in " + name + ".csr -copy_extensions copy -CA " + authority + ".pem -CAkey " + authority +
        ".key -CAcreateserial -days " + std::to_string(days) + " -out " + name + ".pem");
  }

  std::string folder_;
};

}  // namespace rdx::test
