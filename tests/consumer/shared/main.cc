#include <iostream>

#include "shared.rdx.h"

int main() {
  shared::Thing thing;
  thing.name = "shared";
  std::cout << thing.name << '\n';
}
