// Text to tokens.
#pragma once

#include <string>

#include "rdxc/source/diagnostic.h"
#include "rdxc/source/file.h"
#include "rdxc/syntax/token.h"

namespace rdxc {

// Takes any bytes. What is no token is diagnosed once and marked `bad`; the tokens around it are still there.
Tokens lex(const Files& files, FileId file, Diagnostics& diagnostics);

// What a string token stands for. Escapes that the lexer has refused stand for nothing.
std::string unescape(std::string_view token);

}  // namespace rdxc
