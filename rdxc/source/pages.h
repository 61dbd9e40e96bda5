// The pages of the catalogue, a table for each part of the compiler, each by code.
#pragma once

#include <span>

#include "rdxc/source/catalogue.h"

namespace rdxc {

std::span<const Page> text_pages();
std::span<const Page> grammar_pages();
std::span<const Page> declarations_pages();
std::span<const Page> output_pages();
std::span<const Page> compatibility_pages();
std::span<const Page> lint_pages();
std::span<const Page> plugins_pages();

}  // namespace rdxc
