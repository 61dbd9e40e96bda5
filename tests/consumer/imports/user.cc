#include <iostream>

#include "sub/user.rdx.h"

int main() {
  user::User user;
  user.name = "user";
  std::cout << user.name << '\n';
}
