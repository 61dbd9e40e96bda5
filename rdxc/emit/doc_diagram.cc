// Boxes in columns, from what refers to what is referred to, left to right; within a column, next to their neighbours.
// What refers past a column goes through a lane in it, between the boxes; all that refer to one class share its lanes.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "rdxc/emit/doc.h"
#include "rdxc/source/file.h"

namespace rdxc {
namespace {

constexpr int kLetter = 8;  // the width of a character, at 12 px
constexpr int kRow = 18;    // the height of a line
constexpr int kPad = 10;
constexpr int kGapAcross = 90;  // between columns, for the edges
constexpr int kGapDown = 26;
constexpr int kGapLane = 12;  // below a lane
constexpr size_t kMostRows = 14;

struct Row {
  std::string text;
  std::string type;
  std::vector<const schema::Class*> targets;
};

struct Box {
  const schema::Class* of = nullptr;  // nothing: a lane
  std::vector<Row> rows;
  size_t column = 0;
  double order = 0;
  int x = 0, y = 0, width = 0, height = 0;
};

int columns_of(std::string_view text) { return static_cast<int>(displayed_columns(text, 0)); }

std::string plain(const DocText& pieces) {
  std::string out;
  for (const DocPiece& piece : pieces) out += piece.text;
  return out;
}

std::string number(int value) { return std::to_string(value); }

class Diagram {
 public:
  explicit Diagram(const schema::Schema& schema) {
    for (const schema::Class& one : schema.classes)
      if (one.file->is_root) boxes_.push_back(make_box(one));
    for (size_t i = 0; i < boxes_.size(); ++i) index_[boxes_[i].of] = i;
  }

  std::string run() {
    if (boxes_.empty()) return {};
    place_columns();
    link();
    for (int sweep = 0; sweep < 4; ++sweep) order_columns();
    place();
    std::string out = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + number(width_) + "\" height=\"" +
                      number(height_) + "\" viewBox=\"0 0 " + number(width_) + ' ' + number(height_) +
                      "\" role=\"img\" aria-label=\"the classes\">\n" + kTips;
    for (const Box& box : boxes_) edges(out, box);
    for (const Box& box : boxes_)
      if (box.of != nullptr) draw(out, box);
    return out + "</svg>\n";
  }

 private:
  static constexpr const char* kTips =
      "<defs>\n<marker id=\"tip\" viewBox=\"0 0 10 10\" refX=\"10\" refY=\"5\" markerWidth=\"8\" markerHeight=\"8\" "
      "orient=\"auto\">"
      "<path class=\"tip\" d=\"M0 0L10 5L0 10z\"/></marker>\n"
      "<marker id=\"hollow\" viewBox=\"0 0 12 12\" refX=\"11\" refY=\"6\" markerWidth=\"11\" markerHeight=\"11\" "
      "orient=\"auto\">"
      "<path class=\"hollow\" d=\"M1 1L11 6L1 11z\"/></marker>\n</defs>\n";

  static Box make_box(const schema::Class& one) {
    Box box;
    box.of = &one;
    int widest = columns_of(one.full_name);
    for (const schema::Field& field : one.fields) {
      if (box.rows.size() == kMostRows) {
        box.rows.push_back({"… " + std::to_string(one.fields.size() - kMostRows) + " more", {}, rest_of(one)});
        break;
      }
      Row row{std::string(field.name), plain(doc_type(field.type, *one.file)), targets_of(field)};
      widest = std::max(widest, columns_of(row.text) + 2 + columns_of(row.type));
      box.rows.push_back(std::move(row));
    }
    box.width = std::max(widest, 10) * kLetter + 2 * kPad;
    box.height = kRow + 2 * kPad + static_cast<int>(box.rows.size()) * kRow + (box.rows.empty() ? -kPad / 2 : kPad / 2);
    return box;
  }

  static std::vector<const schema::Class*> targets_of(const schema::Field& field) {
    std::vector<const schema::Class*> out;
    for (const schema::Element* element : {&field.type.key, &field.type.element})
      if (element->target != nullptr && element->target->file->is_root) out.push_back(element->target);
    return out;
  }

  static std::vector<const schema::Class*> rest_of(const schema::Class& one) {
    std::set<const schema::Class*> all;
    for (size_t i = kMostRows; i < one.fields.size(); ++i)
      for (const schema::Class* target : targets_of(one.fields[i])) all.insert(target);
    return {all.begin(), all.end()};
  }

  std::vector<size_t> neighbours(size_t i) const {
    std::vector<size_t> out;
    const auto add = [&](const schema::Class* other) {
      const auto found = index_.find(other);
      if (found != index_.end() && found->second != i) out.push_back(found->second);
    };
    add(boxes_[i].of->parent);
    for (const Row& row : boxes_[i].rows)
      for (const schema::Class* target : row.targets) add(target);
    return out;
  }

  // A box stands right of those that refer to it, but for references that close a circle.
  void place_columns() {
    std::vector<char> state(boxes_.size(), 0);
    std::vector<size_t> finished;
    for (size_t start = 0; start < boxes_.size(); ++start) {
      if (state[start] != 0) continue;
      struct Step {
        size_t box;
        std::vector<size_t> next;
      };
      std::vector<Step> way;
      way.push_back({start, neighbours(start)});
      state[start] = 1;
      while (!way.empty()) {
        if (way.back().next.empty()) {
          state[way.back().box] = 2;
          finished.push_back(way.back().box);
          way.pop_back();
          continue;
        }
        const size_t next = way.back().next.back();
        way.back().next.pop_back();
        if (state[next] == 1) closing_.insert({way.back().box, next});
        if (state[next] != 0) continue;
        state[next] = 1;
        way.push_back({next, neighbours(next)});
      }
    }
    for (size_t i = finished.size(); i-- > 0;)
      for (const size_t next : neighbours(finished[i]))
        if (closing_.count({finished[i], next}) == 0)
          boxes_[next].column = std::max(boxes_[next].column, boxes_[finished[i]].column + 1);
  }

  // Who stands next to whom, lanes between.
  void link() {
    const size_t count = boxes_.size();
    for (size_t i = 0; i < count; ++i) {
      boxes_[i].order = static_cast<double>(i);
      for (const size_t next : neighbours(i)) {
        size_t last = i;
        const bool is_parent = boxes_[next].of == boxes_[i].of->parent;
        for (const size_t column : between(boxes_[i], boxes_[next])) {
          const size_t one = lane(boxes_[next].of, is_parent, column, boxes_[i].order);
          links_.emplace_back(last, one);
          last = one;
        }
        links_.emplace_back(last, next);
      }
    }
  }

  // The columns that lie between two boxes, from the one to the other.
  static std::vector<size_t> between(const Box& from, const Box& to) {
    std::vector<size_t> out;
    for (size_t column = std::min(from.column, to.column) + 1; column < std::max(from.column, to.column); ++column)
      out.push_back(column);
    if (to.column < from.column) std::reverse(out.begin(), out.end());
    return out;
  }

  size_t lane(const schema::Class* target, bool is_parent, size_t column, double order) {
    const auto [at, is_new] = lanes_.emplace(std::tuple(target, is_parent, column), boxes_.size());
    if (is_new) {
      boxes_.emplace_back();
      boxes_.back().column = column;
      boxes_.back().order = order;
    }
    return at->second;
  }

  // Each box next to the mean of its neighbours on both sides.
  void order_columns() {
    std::vector<double> sum(boxes_.size(), 0);
    std::vector<int> count(boxes_.size(), 0);
    for (const auto& [from, to] : links_) {
      sum[from] += boxes_[to].order;
      sum[to] += boxes_[from].order;
      ++count[from];
      ++count[to];
    }
    for (size_t i = 0; i < boxes_.size(); ++i)
      if (count[i] > 0) boxes_[i].order = (boxes_[i].order + sum[i] / count[i]) / 2;
    std::vector<size_t> sorted = by_order();
    std::map<size_t, int> next_in;
    for (const size_t i : sorted) boxes_[i].order = next_in[boxes_[i].column]++;
  }

  std::vector<size_t> by_order() const {
    std::vector<size_t> sorted(boxes_.size());
    for (size_t i = 0; i < sorted.size(); ++i) sorted[i] = i;
    std::stable_sort(sorted.begin(), sorted.end(), [&](size_t a, size_t b) {
      return boxes_[a].column != boxes_[b].column ? boxes_[a].column < boxes_[b].column
                                                  : boxes_[a].order < boxes_[b].order;
    });
    return sorted;
  }

  void place() {
    int x = kGapDown;
    int y = kGapDown;
    int widest = 0;
    size_t column = 0;
    std::map<size_t, int> heights;
    for (const size_t i : by_order()) {
      Box& box = boxes_[i];
      if (box.column != column) {
        x += widest + kGapAcross;
        y = kGapDown;
        widest = 0;
        column = box.column;
      }
      box.x = x;
      box.y = y;
      y += box.of == nullptr ? kGapLane : box.height + kGapDown;
      heights[column] = y;
      widest = std::max(widest, box.width);
      right_[column] = x + widest;
      height_ = std::max(height_, y);
    }
    width_ = x + widest + kGapDown + kGapAcross / 2;
    for (Box& box : boxes_) box.y += (height_ - heights[box.column]) / 2;
  }

  void edges(std::string& out, const Box& box) const {
    if (box.of == nullptr) return;
    const auto parent = index_.find(box.of->parent);
    if (parent != index_.end()) edge(out, box, box.y + kPad + kRow / 2, boxes_[parent->second], true);
    for (size_t i = 0; i < box.rows.size(); ++i)
      for (const schema::Class* target : box.rows[i].targets)
        edge(out, box, row_y(box, i) - 4, boxes_[index_.at(target)], false);
  }

  static int row_y(const Box& box, size_t row) { return box.y + 2 * kPad + kRow + 10 + static_cast<int>(row) * kRow; }

  // To the left side of what stands right; from and to the right side within a column; to the right side of what
  // stands left.
  void edge(std::string& out, const Box& from, int y, const Box& to, bool is_parent) const {
    const int target_y = to.y + kPad + kRow / 2 + (&from == &to ? 4 : 0);
    const bool forward = to.column > from.column;
    const bool backward = to.column < from.column;
    const int start = backward ? from.x : from.x + from.width;
    int x1 = forward ? right_.at(from.column) : start;  // past the wider boxes above and below
    std::string way = 'M' + number(start) + ' ' + number(y) + 'H' + number(x1);
    for (const size_t column : between(from, to)) {
      const Box& lane = boxes_[lane_of(to, is_parent, column)];
      const int left = lane.x;
      const int right = right_.at(column);
      way += curve(x1, y, forward ? left : right, lane.y) + 'H' + number(forward ? right : left);
      x1 = forward ? right : left;
      y = lane.y;
    }
    const int x2 = forward ? to.x : to.x + to.width;
    if (forward || backward) {
      way += curve(x1, y, x2, target_y);
    } else {
      constexpr int kBend = 34;
      way += bezier(x1 + kBend, y, x2 + kBend, target_y, x2);
    }
    out += std::string("<path class=\"edge") + (is_parent ? " parent" : "") + "\" marker-end=\"url(#" +
           (is_parent ? "hollow" : "tip") + ")\" d=\"" + way + "\"/>\n";
  }

  // Two boxes may be bound both ways, by the parent and by a field; what was linked first named the lane.
  size_t lane_of(const Box& to, bool is_parent, size_t column) const {
    const auto found = lanes_.find(std::tuple(to.of, is_parent, column));
    return found != lanes_.end() ? found->second : lanes_.at(std::tuple(to.of, !is_parent, column));
  }

  // Level at both ends.
  static std::string curve(int x1, int y1, int x2, int y2) {
    const int bend = std::max(std::abs(x2 - x1) / 2, 30);
    return x1 < x2 ? bezier(x1 + bend, y1, x2 - bend, y2, x2) : bezier(x1 - bend, y1, x2 + bend, y2, x2);
  }

  static std::string bezier(int c1, int y1, int c2, int y2, int x2) {
    return 'C' + number(c1) + ' ' + number(y1) + ' ' + number(c2) + ' ' + number(y2) + ' ' + number(x2) + ' ' +
           number(y2);
  }

  static void label(std::string& out, int x, int y, const char* style, const char* anchor, const std::string& text) {
    out += "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\" class=\"" + style + "\" text-anchor=\"" + anchor +
           "\">" + html_text(text) + "</text>\n";
  }

  static void draw(std::string& out, const Box& box) {
    out += "<rect class=\"box\" rx=\"6\" x=\"" + number(box.x) + "\" y=\"" + number(box.y) + "\" width=\"" +
           number(box.width) + "\" height=\"" + number(box.height) + "\"/>\n<a href=\"#" +
           html_text(box.of->full_name) + "\">";
    label(out, box.x + kPad, box.y + kPad + 13, "title", "start", box.of->full_name);
    out += "</a>";
    if (!box.rows.empty())
      out += "<path class=\"rule\" d=\"M" + number(box.x) + ' ' + number(box.y + kPad + kRow + 4) + 'h' +
             number(box.width) + "\"/>\n";
    for (size_t i = 0; i < box.rows.size(); ++i) {
      label(out, box.x + kPad, row_y(box, i), "", "start", box.rows[i].text);
      if (!box.rows[i].type.empty())
        label(out, box.x + box.width - kPad, row_y(box, i), "kind", "end", box.rows[i].type);
    }
  }

  std::vector<Box> boxes_;
  std::map<const schema::Class*, size_t> index_;
  std::set<std::pair<size_t, size_t>> closing_;  // references that close a circle
  std::vector<std::pair<size_t, size_t>> links_;
  std::map<std::tuple<const schema::Class*, bool, size_t>, size_t> lanes_;  // by target, whether as parent, and column
  std::map<size_t, int> right_;                                             // of each column
  int width_ = 0;
  int height_ = 0;
};

}  // namespace

std::string class_diagram(const schema::Schema& schema) { return Diagram(schema).run(); }

}  // namespace rdxc
