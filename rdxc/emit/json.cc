#include "rdxc/emit/json.h"

#include <nlohmann/json.hpp>

#include "rdxc/emit/plugin.h"

namespace rdxc {
namespace {

using Json = nlohmann::ordered_json;

// Raised when a member goes, is renamed or changes its meaning.
constexpr int kModel = 1;

Json to_json(const void* view, const Shape& shape);

Json to_json(const void* view, const Member& member) {
  switch (member.kind) {
    case MemberKind::kText: return member.text(view);
    case MemberKind::kJson: return Json::parse(member.text(view));
    case MemberKind::kNumber: return member.number(view);
    case MemberKind::kFlag: return member.flag(view);
    case MemberKind::kOne: {
      const void* inner = member.one(view);
      return inner == nullptr ? Json() : to_json(inner, *member.shape);
    }
    case MemberKind::kList: {
      Json list = Json::array();
      for (size_t i = 0; i < member.count(view); ++i) list.push_back(to_json(member.at(view, i), *member.shape));
      return list;
    }
  }
  return {};
}

Json to_json(const void* view, const Shape& shape) {
  if (shape.members.size() == 1 && shape.members[0].name == ".") return shape.members[0].text(view);
  Json out = Json::object();
  for (const Member& member : shape.members) out[std::string(member.name)] = to_json(view, member);
  return out;
}

void add_model(Json& out, const Views& views, std::string_view compiler_version) {
  out["model"] = kModel;
  out["compiler"] = compiler_version;
  out["files"] = Json::array();
  for (const FileView& file : views.files) out["files"].push_back(to_json(&file, file_shape()));
}

}  // namespace

std::string model_json(const Views& views, std::string_view compiler_version) {
  Json out;
  add_model(out, views, compiler_version);
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::string plugin_request(const Views& views, std::string_view compiler_version, const std::string& plugin,
                           const std::vector<std::string>& options) {
  Json out;
  out["protocol"] = kPluginProtocol;
  out["plugin"] = plugin;
  out["options"] = options;
  add_model(out, views, compiler_version);
  return out.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace rdxc
