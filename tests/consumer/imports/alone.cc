#include <iostream>

#include "alone.rdx.h"

int main() {
  alone::Alone alone;
  alone.count = 7;
  std::cout << alone.count << '\n';
}
