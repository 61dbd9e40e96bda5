#include "rdx/watch/metrics_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/watch/exposition.h"

namespace rdx {
namespace {

using test::Exposition;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

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

TEST(MetricsText, WhateverIsHelpOrLabelIsTaken) {
  MetricsText text;
  text.info("rdx_info", "Who\\what,\nin two lines.", "name", "}\" {a=\"b\"} \\n\n 7");
  const Exposition read(text.text());
  EXPECT_THAT(read.faults(), IsEmpty());
  EXPECT_EQ(read.samples().size(), 1U);
}

// The reader, so that it can fail.
TEST(Exposition, RefusesWhatIsNotTheForm) {
  const auto faults = [](const std::string& text) { return Exposition(text).faults(); };
  const std::string head = "# HELP a A.\n# TYPE a gauge\n";
  EXPECT_THAT(faults(head + "a 1\n"), IsEmpty());
  EXPECT_THAT(faults(head + "a 1"), ElementsAre(HasSubstr("no end")));
  EXPECT_THAT(faults(head + head + "a 1\n"), ElementsAre(HasSubstr("a family twice")));
  EXPECT_THAT(faults(head + "a 1\na 2\n"), ElementsAre(HasSubstr("a sample twice")));
  EXPECT_THAT(faults(head + "b 1\n"), ElementsAre(HasSubstr("another family")));
  EXPECT_THAT(faults(head + "a{b=\"c} 1\n"), ElementsAre(HasSubstr("no sample")));
  EXPECT_THAT(faults(head + "a{b=\"\\c\"} 1\n"), ElementsAre(HasSubstr("no sample")));
  EXPECT_THAT(faults("# HELP a A.\n# TYPE a counter\na 1\n"), ElementsAre(HasSubstr("_total")));
  EXPECT_THAT(faults("# HELP a A.\na 1\n"), testing::Contains(HasSubstr("no TYPE")));
  const std::string histogram = "# HELP h H.\n# TYPE h histogram\n";
  EXPECT_THAT(faults(histogram + "h_bucket{le=\"1\"} 2\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\n"),
              ElementsAre(HasSubstr("do not add up")));
  EXPECT_THAT(faults(histogram + "h_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 2\n"),
              ElementsAre(HasSubstr("not the count")));
  EXPECT_THAT(faults(histogram + "h_bucket{le=\"1\"} 1\nh_sum 1\nh_count 1\n"), ElementsAre(HasSubstr("+Inf")));
}

}  // namespace
}  // namespace rdx
