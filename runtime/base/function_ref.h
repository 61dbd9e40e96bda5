// FunctionRef: a view of something callable, for calls that end before it does. Never kept.
#pragma once

#include <memory>
#include <type_traits>
#include <utility>

namespace rdx {

template <class Signature>
class FunctionRef;

template <class Answer, class... Arguments>
class FunctionRef<Answer(Arguments...)> {
 public:
  template <class Function>
  requires(!std::is_same_v<std::remove_cvref_t<Function>, FunctionRef> &&
           std::is_invocable_r_v<Answer, Function&, Arguments...>) FunctionRef(Function&& function)  // NOLINT: implicit
      : function_(const_cast<void*>(static_cast<const void*>(std::addressof(function)))),  // called as what it was
        call_([](void* at, Arguments... arguments) -> Answer {
          return (*static_cast<std::remove_reference_t<Function>*>(at))(std::forward<Arguments>(arguments)...);
        }) {}

  Answer operator()(Arguments... arguments) const { return call_(function_, std::forward<Arguments>(arguments)...); }

 private:
  void* function_;
  Answer (*call_)(void*, Arguments...);
};

}  // namespace rdx
