// The atlas: the world's countries, their parts, languages and currencies in two replicas on disk, edited apart, then
// brought together.
//
//   atlas FOLDER     keeps its two databases in FOLDER; run again, it goes on with what is there
#include <rdx/rdx.h>
#include <rdx/rocksdb.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iomanip>
#include <iostream>

#include "country.rdx.h"
#include "currency.rdx.h"
#include "import.h"
#include "language.rdx.h"
#include "subdivision.rdx.h"

namespace {

// The value of a Result, or its message and the end.
template <class T>
T need(rdx::Result<T> result) {
  if (!result) {
    std::cerr << "atlas: " << result.error().message << '\n';
    std::exit(1);
  }
  return std::move(*result);
}

/// `to` takes what it lacks of `from`. Answers how many packets that were.
uint64_t pull(rdx::Replica& to, rdx::Replica& from) {
  uint64_t packets = 0;
  for (bool more = true; more;) {
    const rdx::Integrated integrated = need(to.integrate_diff(need(from.build_diff(need(to.request_diff())))));
    packets += integrated.applied;
    more = integrated.more;
  }
  return packets;
}

template <class T>
T find_one(const rdx::Replica& replica, const std::string& code) {
  std::vector<T> found = need(T::find_by_code(replica, code));
  if (found.size() == 1) return std::move(found[0]);
  std::cerr << "atlas: " << found.size() << " objects have the code " << code << ", expected one\n";
  std::exit(1);
}

/// Every object of a class as the store has it: id and bytes.
template <class T>
void dump(const rdx::Replica& replica, std::string& to) {
  need(replica.for_each<T>([&](const T& object) {
    to += rdx::to_text(object.id()) + ' ';
    to += object.image();
    to += '\n';
  }));
}

std::string dump_all(const rdx::Replica& replica) {
  std::string all;
  dump<atlas::Currency>(replica, all);
  dump<atlas::Language>(replica, all);
  dump<atlas::Country>(replica, all);
  dump<atlas::Subdivision>(replica, all);
  return all;
}

uint64_t fnv1a(std::string_view bytes) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char byte : bytes) hash = (hash ^ static_cast<uint8_t>(byte)) * 0x100000001b3;
  return hash;
}

/// Renames a country back and forth between two names that people use.
void rename(rdx::Replica& replica, const char* where, const char* code, const char* name, const char* other) {
  auto country = find_one<atlas::Country>(replica, code);
  const std::string before = country.name;
  country.name = before == name ? other : name;
  country.visits += 1;
  need(replica.save(country));
  std::cout << "  " << where << ": " << before << " is now " << country.name << '\n';
}

void write_note(rdx::Replica& replica, const char* where, const std::string& note) {
  auto country = find_one<atlas::Country>(replica, "CH");
  country.note = note;
  country.visits += 1;
  need(replica.save(country));
  std::cout << "  " << where << ": a note on " << country.name << ", \"" << note << "\"\n";
}

void edit_apart(rdx::Replica& here, rdx::Replica& there) {
  const int64_t visits = find_one<atlas::Country>(here, "CH").visits;
  rename(here, "here", "CZ", "Czechia", "the Czech Republic");
  rename(there, "there", "NL", "Netherlands", "the Netherlands");
  write_note(here, "here", "seen from here, visit " + std::to_string(visits + 1));
  write_note(there, "there", "seen from there, visit " + std::to_string(visits + 1));
}

void print_country(const rdx::Replica& replica, const char* code) {
  const auto country = find_one<atlas::Country>(replica, code);
  std::cout << country.name << " (" << country.code << ")\n  currency:";
  for (const auto& currency : country.currencies) {
    const atlas::Currency each = need(replica.load(currency));
    std::cout << ' ' << each.name << " (" << each.code << ')';
  }
  std::cout << "\n  languages:";
  for (const char* separator = " "; const auto& language : country.languages) {
    std::cout << separator << need(replica.load(language)).name;
    separator = ", ";
  }
  uint64_t parts = 0;
  need(replica.for_each<atlas::Subdivision>([&](const atlas::Subdivision& each) { parts += each.country == country; }));
  std::cout << "\n  parts: " << parts << "\n  note: " << country.note << "\n  visits: " << country.visits << '\n';
}

bool compare(const rdx::Replica& here, const rdx::Replica& there) {
  const std::string dumps[] = {dump_all(here), dump_all(there)};
  for (int i = 0; i < 2; ++i)
    std::cout << "  " << (i == 0 ? "here:  " : "there: ") << dumps[i].size() << " bytes of objects, hash " << std::hex
              << std::setw(16) << std::setfill('0') << fnv1a(dumps[i]) << std::dec << '\n';
  const bool equal = dumps[0] == dumps[1];
  std::cout << (equal ? "  equal, byte for byte\n" : "  NOT equal\n");
  return equal;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: atlas FOLDER\n";
    return 2;
  }
  const std::string folder = argv[1];
  std::error_code fault;
  std::filesystem::create_directories(folder, fault);
  if (fault) {
    std::cerr << "atlas: " << folder << ": " << fault.message() << '\n';
    return 1;
  }

  std::cout << "The data, into the replica here:\n";
  rdx::Replica here = need(rdx::open_rocksdb(folder + "/here", {.source = 0xa1}));
  if (const auto imported = atlas_example::import_atlas(here, {}, std::cout, isatty(STDOUT_FILENO) == 1); !imported)
    return std::cerr << "atlas: " << imported.error().message << '\n', 1;

  rdx::Replica there = need(rdx::open_rocksdb(folder + "/there", {.source = 0xb2}));
  std::cout << "The replica there takes " << pull(there, here) << " packets from here.\n";
  std::cout << "Both are edited, apart:\n";
  edit_apart(here, there);
  const uint64_t taken_here = pull(here, there);
  const uint64_t taken_there = pull(there, here);
  std::cout << "Synced, " << taken_here << " packets to here and " << taken_there << " to there:\n";
  const bool equal = compare(here, there);
  for (const char* code : {"CZ", "NL", "CH"}) print_country(there, code);
  return equal ? 0 : 1;
}
