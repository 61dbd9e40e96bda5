// `rdx ring` over links.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "rdx/link/ring_link.h"
#include "rdx/ring.h"
#include "rdx/tool/ring_status.h"
#include "rdx/tool/value.h"
#include "tests/link/certificates.h"
#include "tests/store/replicas.h"

namespace rdx::tool {
namespace {

using test::need;
using testing::HasSubstr;

TEST(RingReach, OverTlsWithACertificate) {
  const test::Certificates certificates;
  RingLinkOptions options;
  options.transport.tls = certificates.files("good");
  const auto engine = make_memory_engine();
  const auto node = need(RingNode::open(*engine, {.number = 1}));
  const auto server = need(RingServer::open(*node, options));
  const std::string address = need(server->listen());
  need(node->set_view(need(with_member({}, 1))));
  LocalNodes nobody;
  need(node->repair(nobody));

  const auto run = [&](const std::string& at, const std::string& certificate, int status) {
    const TlsFiles tls = certificates.files(certificate);
    std::ostringstream out, errors;
    EXPECT_EQ(run_ring({at}, {tls.ca_file, tls.certificate_file, tls.key_file, ""}, false, out, errors), status);
    return out.str() + errors.str();
  };
  EXPECT_EQ(run("1=" + address, "good", kFine),
            "node 1 at " + address + ": epoch 1, members 1; 4096 of 4096 slots served; 0 hints in 0 slots\n" +
                "ring: epoch 1, 0 slots served twice, 4096 once, 0 by nobody; 0 hints wait\n");
  EXPECT_THAT(run("2=" + address, "good", kFindings), HasSubstr("is it another node?"));
  EXPECT_THAT(run("1=" + address, "expired", kFindings), HasSubstr("away: the other side"));
  EXPECT_THAT(run("1=127.0.0.1:1", "good", kFindings), HasSubstr("cannot connect: Connection refused"));
  EXPECT_THAT(run("1=" + address, "nothing", kFiles), HasSubstr("No such file or directory"));
  EXPECT_THAT(run("1=nowhere", "good", kFiles), HasSubstr("is no address; write host:port"));
  EXPECT_THAT(run(address, "good", kUsage), HasSubstr("is no node; write its number"));
}

}  // namespace
}  // namespace rdx::tool
