// Whether this build runs under the address sanitizer, with g++ or with clang: what is long is then made shorter.
#pragma once

namespace rdx {

#if defined(__SANITIZE_ADDRESS__)  // g++
inline constexpr bool kIsSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)  // clang
inline constexpr bool kIsSanitized = true;
#else
inline constexpr bool kIsSanitized = false;
#endif
#else
inline constexpr bool kIsSanitized = false;
#endif

}  // namespace rdx
