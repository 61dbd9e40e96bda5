// Result: a value, or the error that stands in its place.
//
// The member names are std::expected's, so that the standard's can take its place. Nothing in rdx throws: bad bytes, a
// missing object, a full disk come back as a Result that the compiler does not let anybody drop.
#pragma once

#include <cassert>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

namespace rdx {

/// What kind of thing went wrong, for programs; `Error::message` is for people and names the remedy.
enum class ErrorCode {
  invalid,       // bytes or arguments that break the format or the contract; nothing was changed
  not_found,     // no such object, class, file
  gone,          // the object was there and has ended
  limit,         // a revision, a number, a size would pass its last value
  conflict,      // the caller asked for a condition on what is stored, and it does not hold
  no_space,      // the disk is (nearly) full; reading goes on
  input_output,  // the disk or the link failed
  busy,          // another process or thread holds it
  format,        // a database or a peer of another format
  source_taken,  // two keys for one source
  forked,        // one dot over two packets
  behind,        // what the peer lacks is not in the log any more, nor mergeable
  wrong_view,    // a request under an older list of members
  closed,        // the replica, store or session has ended
};

/// The name as it stands above, for messages and tests.
const char* error_code_name(ErrorCode code);

struct Error {
  ErrorCode code = ErrorCode::invalid;
  std::string message;

  friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
class [[nodiscard]] Result {
 public:
  using value_type = T;
  using error_type = Error;

  template <class U = T>
  requires(std::is_constructible_v<T, U> && !std::is_same_v<std::remove_cvref_t<U>, Error> &&
           !std::is_same_v<std::remove_cvref_t<U>, Result>) Result(U&& value)
      : state_(std::in_place_index<0>, std::forward<U>(value)) {}            // NOLINT: implicit, as std::expected
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit, saves a wrapper
  Result() requires std::is_default_constructible_v<T>
  = default;

  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  /// The value. Only where has_value(): anything else is a bug of the caller, caught by an assert.
  T& value() & { return assert(has_value()), *std::get_if<0>(&state_); }
  const T& value() const& { return assert(has_value()), *std::get_if<0>(&state_); }
  T&& value() && { return assert(has_value()), std::move(*std::get_if<0>(&state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  /// The error. Only where !has_value().
  Error& error() & { return assert(!has_value()), *std::get_if<1>(&state_); }
  const Error& error() const& { return assert(!has_value()), *std::get_if<1>(&state_); }
  Error&& error() && { return assert(!has_value()), std::move(*std::get_if<1>(&state_)); }

  template <class U>
  T value_or(U&& other) const& {
    return has_value() ? value() : static_cast<T>(std::forward<U>(other));
  }
  template <class U>
  T value_or(U&& other) && {
    return has_value() ? std::move(*this).value() : static_cast<T>(std::forward<U>(other));
  }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  using value_type = void;
  using error_type = Error;

  Result() = default;
  Result(Error error) : error_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit, saves a wrapper

  bool has_value() const { return error_.index() == 0; }
  explicit operator bool() const { return has_value(); }
  void value() const { assert(has_value()); }
  void operator*() const { value(); }
  Error& error() & { return assert(!has_value()), *std::get_if<1>(&error_); }
  const Error& error() const& { return assert(!has_value()), *std::get_if<1>(&error_); }
  Error&& error() && { return assert(!has_value()), std::move(*std::get_if<1>(&error_)); }

 private:
  std::variant<std::monostate, Error> error_;
};

}  // namespace rdx

#define RDX_TRY_JOIN_(a, b) a##b
#define RDX_TRY_NAME_(a, b) RDX_TRY_JOIN_(a, b)
#define RDX_TRY_(name, declaration, expression)          \
  auto name = (expression);                              \
  if (!name.has_value()) return std::move(name).error(); \
  declaration = *std::move(name)

/// `RDX_TRY(const Id id, parse_id(text));` declares what the expression's Result holds, or returns its error.
#define RDX_TRY(declaration, expression) RDX_TRY_(RDX_TRY_NAME_(rdx_try_, __LINE__), declaration, expression)
