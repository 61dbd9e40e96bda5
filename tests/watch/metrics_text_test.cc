#include "rdx/watch/metrics_text.h"

#include <gtest/gtest.h>

namespace rdx {
namespace {

TEST(MetricsText, IsPrometheusForm) {
  MetricsText text;
  text.counter("rdx_sent_bytes_total", "Bytes that were sent.", 7);
  text.gauge("rdx_peers", "Peers.", 0);
  text.info("rdx_info", "Who.", "name", "a \"b\"\\\n");
  EXPECT_EQ(text.text(),
            "# HELP rdx_sent_bytes_total Bytes that were sent.\n"
            "# TYPE rdx_sent_bytes_total counter\n"
            "rdx_sent_bytes_total 7\n"
            "# HELP rdx_peers Peers.\n"
            "# TYPE rdx_peers gauge\n"
            "rdx_peers 0\n"
            "# HELP rdx_info Who.\n"
            "# TYPE rdx_info gauge\n"
            "rdx_info{name=\"a \\\"b\\\"\\\\\\n\"} 1\n");
}

TEST(MetricsText, AHistogramsBucketsAddUp) {
  Durations durations;
  durations.add(std::chrono::microseconds(10));
  durations.add(std::chrono::microseconds(11));
  durations.add(std::chrono::milliseconds(1500));
  durations.add(std::chrono::seconds(30));
  MetricsText text;
  text.histogram("rdx_wait_seconds", "Waits.", durations);
  EXPECT_EQ(text.text(),
            "# HELP rdx_wait_seconds Waits.\n"
            "# TYPE rdx_wait_seconds histogram\n"
            "rdx_wait_seconds_bucket{le=\"0.00001\"} 1\n"
            "rdx_wait_seconds_bucket{le=\"0.000032\"} 2\n"
            "rdx_wait_seconds_bucket{le=\"0.0001\"} 2\n"
            "rdx_wait_seconds_bucket{le=\"0.00032\"} 2\n"
            "rdx_wait_seconds_bucket{le=\"0.001\"} 2\n"
            "rdx_wait_seconds_bucket{le=\"0.0032\"} 2\n"
            "rdx_wait_seconds_bucket{le=\"0.01\"} 2\n"
            "rdx_wait_seconds_bucket{le=\"0.032\"} 2\n"
            "rdx_wait_seconds_bucket{le=\"0.1\"} 2\n"
            "rdx_wait_seconds_bucket{le=\"0.32\"} 2\n"
            "rdx_wait_seconds_bucket{le=\"1\"} 2\n"
            "rdx_wait_seconds_bucket{le=\"3.2\"} 3\n"
            "rdx_wait_seconds_bucket{le=\"10\"} 3\n"
            "rdx_wait_seconds_bucket{le=\"+Inf\"} 4\n"
            "rdx_wait_seconds_sum 31.500021\n"
            "rdx_wait_seconds_count 4\n");
}

}  // namespace
}  // namespace rdx
