#include "rdx/base/result.h"

namespace rdx {

const char* error_code_name(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid: return "invalid";
    case ErrorCode::not_found: return "not_found";
    case ErrorCode::gone: return "gone";
    case ErrorCode::limit: return "limit";
    case ErrorCode::conflict: return "conflict";
    case ErrorCode::no_space: return "no_space";
    case ErrorCode::input_output: return "input_output";
    case ErrorCode::busy: return "busy";
    case ErrorCode::format: return "format";
    case ErrorCode::source_taken: return "source_taken";
    case ErrorCode::forked: return "forked";
    case ErrorCode::behind: return "behind";
    case ErrorCode::wrong_view: return "wrong_view";
    case ErrorCode::closed: return "closed";
  }
  return "unknown";
}

}  // namespace rdx
