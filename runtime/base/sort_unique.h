// sort_unique: a list in order, each of it once.
#pragma once

#include <algorithm>
#include <vector>

namespace rdx {

template <class T>
void sort_unique(std::vector<T>& list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

}  // namespace rdx
