#include "rdx/watch/pages.h"

#include <algorithm>

#include "rdx/rdx/register.h"
#include "rdx/replica/object.h"
#include "rdx/store/class_description.h"

namespace rdx {
namespace {

std::string source_text(uint32_t source) {
  const std::string dot = to_text(Dot{source, 1});
  return dot.substr(0, dot.find('-'));
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '&': out += "&amp;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

class Table {
 public:
  Table(std::string& page, std::string_view title, std::string_view first, std::string_view second) : page_(page) {
    page_.append("<h2>").append(escaped(title)).append("</h2>\n<table>\n");
    row_of("th", first, second);
  }
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;
  ~Table() { page_.append("</table>\n"); }

  void row(std::string_view first, std::string_view second) {
    row_of("td", first, second);
    ++rows_;
  }
  void row(std::string_view first, uint64_t second) { row(first, std::to_string(second)); }
  bool has_room() const { return rows_ < kMostRows; }
  /// Says how many of `all` have found no room.
  void leave_out(std::size_t all) {
    if (all > rows_) row_of("td", "…", std::to_string(all - rows_) + " more");
  }

 private:
  void row_of(const std::string& cell, std::string_view first, std::string_view second) {
    page_.append("<tr><" + cell + ">").append(escaped(first)).append("</" + cell + "><" + cell + ">");
    page_.append(escaped(second)).append("</" + cell + "></tr>\n");
  }

  std::string& page_;
  std::size_t rows_ = 0;
};

// Ids of the classes that are described here, with their names.
Result<std::vector<std::pair<Id, std::string>>> class_names(const LocalStore& store) {
  std::vector<std::pair<Id, std::string>> names;
  RDX_TRY(const auto descriptions, store.descriptions());
  for (const Id description : descriptions) {
    const auto stored = store.load(description, nullptr);
    if (!stored) continue;
    const Bytes name = find_image_field(stored->image, kClassNameField, 'S');
    const Bytes other = find_image_field(stored->image, kClassIdField, 'R');
    if (!name.empty()) names.emplace_back(other.empty() ? description : R::native(other), S::native(name));
  }
  return names;
}

// All objects together are counted so far and no further, so that a look costs the same whatever is here.
Result<void> add_classes(LocalStore& store, std::string& page) {
  RDX_TRY(const auto names, class_names(store));
  Table table(page, "Objects", "class", "objects");
  uint64_t left = kMostCounted;
  for (const auto& [id, name] : names) {
    if (!table.has_room()) break;
    uint64_t count = 0;
    const auto counted = store.for_each_id(
        id, Id(), [&](Id) { return ++count < left; }, nullptr);
    if (!counted) return counted;
    left -= std::min(count, left);
    if (left == 0) ++left;  // the next one is looked at, and no more
    table.row(name, left > 1 || count == 0 ? std::to_string(count) : std::to_string(count) + " or more");
  }
  table.leave_out(names.size());
  return {};
}

// `1..7 9`, cut where it gets long. In one pass: there may be many sources.
void add_sources(const DotSet& seen, std::string& page) {
  constexpr int kMostRanges = 8;
  Table table(page, "Packets seen", "source", "numbers");
  uint32_t source = 0;
  std::string text;
  int ranges = 0;
  const auto end_row = [&] {
    if (source != 0) table.row(source_text(source), text);
    text.clear();
    ranges = 0;
  };
  seen.for_each_range([&](uint32_t of, uint32_t first, uint32_t last) {
    if (of != source) end_row();
    source = of;
    if (!table.has_room()) return source = 0, false;
    if (++ranges == kMostRanges + 1) text += " …";
    if (ranges > kMostRanges) return true;
    text += (text.empty() ? "" : " ") + std::to_string(first);
    if (last != first) text += ".." + std::to_string(last);
    return true;
  });
  end_row();
  table.leave_out(seen.sources().size());
}

void add_figures(const StoreFigures& figures, std::string& page) {
  Table table(page, "Since it was opened", "what", "how many");
  table.row("packets committed here", figures.committed_packets.get());
  table.row("bytes of those", figures.committed_bytes.get());
  table.row("commits refused for a conflict", figures.conflicts.get());
  table.row("packets taken from others", figures.received_packets.get());
  table.row("bytes of those", figures.received_bytes.get());
  table.row("packets that were here already", figures.known_packets.get());
  table.row("packets left out, not ready", figures.left_out_packets.get());
}

void add_peers(LocalStore& store, std::string& page) {
  Table table(page, "Peers", "source", "what it lacks, as far as it has reported");
  const auto peers = store.peers();
  for (const KnownPeer& peer : peers)
    if (table.has_room())
      table.row(source_text(peer.source),
                peer.dots.empty() ? std::string("has not asked yet") : std::to_string(peer.lacks) + " packets");
  table.leave_out(peers.size());
}

constexpr std::string_view kHead =
    "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>rdx</title>\n"
    "<style>body{font-family:sans-serif;margin:2em}table{border-collapse:collapse}"
    "td,th{border:1px solid #999;padding:.2em .6em;text-align:left}</style></head><body>\n";

}  // namespace

void write_store_metrics(LocalStore& store, MetricsText& to) {
  const StoreFigures& figures = store.figures();
  to.info("rdx_replica_info", "The source that the replica writes under.", "source", source_text(store.source()));
  to.counter("rdx_committed_packets_total", "Packets committed here.", figures.committed_packets.get());
  to.counter("rdx_committed_bytes_total", "Bytes of packets committed here.", figures.committed_bytes.get());
  to.counter("rdx_conflicts_total", "Commits refused for a conflict.", figures.conflicts.get());
  to.counter("rdx_received_packets_total", "Packets of others that were applied.", figures.received_packets.get());
  to.counter("rdx_received_bytes_total", "Bytes of packets of others that were applied.", figures.received_bytes.get());
  to.counter("rdx_known_packets_total", "Packets that came and were here already.", figures.known_packets.get());
  to.counter("rdx_left_out_packets_total", "Packets that came before what they need.", figures.left_out_packets.get());
  to.histogram("rdx_commit_duration_seconds", "Until a commit is visible.", figures.commits);
  to.histogram("rdx_acknowledge_duration_seconds", "Until what was written is durable.", figures.acknowledges);
  to.histogram("rdx_receive_duration_seconds", "Until a chunk of others' packets is visible.", figures.receipts);
  to.gauge("rdx_arrivals", "Packets that have arrived, the next arrival's number.", store.arrivals());
  to.gauge("rdx_log_start", "The arrival that the log begins with.", store.log_start());
  to.gauge("rdx_seen_packets", "Packets that have been seen.", store.seen().size());
  to.gauge("rdx_sources", "Sources that have packets here.", store.seen().sources().size());
  to.gauge("rdx_peers", "Peers that a gc waits for.", store.peers().size());
}

Result<std::string> overview_page(LocalStore& store, const Result<void>& ready) {
  std::string page(kHead);
  const DotSet seen = store.seen();
  page.append("<h1>Replica " + source_text(store.source()) + "</h1>\n<p>" + std::to_string(seen.size()) +
              " packets seen; the log begins at arrival " + std::to_string(store.log_start()) + " and ends at " +
              std::to_string(store.arrivals()) + ". <a href=\"/metrics\">Figures for Prometheus</a>.</p>\n<p>" +
              (ready ? "Ready." : "<strong>Not ready:</strong> " + escaped(ready.error().message)) + "</p>\n");
  if (auto done = add_classes(store, page); !done) return std::move(done).error();
  add_sources(seen, page);
  add_peers(store, page);
  add_figures(store.figures(), page);
  return page.append("</body></html>\n");
}

}  // namespace rdx
