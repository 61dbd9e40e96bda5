// ClassCache: the classes of objects that were met lately, so that a save need not read them again. An object's class
// never changes, so nothing is ever taken back; whether the object is still there it does not say.
//
// Threads may share it.
#pragma once

#include <mutex>
#include <optional>
#include <vector>

#include "rdx/base/id.h"

namespace rdx {

class ClassCache {
 public:
  std::optional<Id> find(Id object) const {
    const std::lock_guard lock(mutex_);
    if (places_.empty()) return std::nullopt;
    const Place& place = places_[place_of(object)];
    return place.object == object ? std::optional(place.class_id) : std::nullopt;
  }
  void keep(Id object, Id class_id) {
    const std::lock_guard lock(mutex_);
    if (places_.empty()) places_.resize(kPlaces);  // a slot's store of a ring never gets here
    places_[place_of(object)] = {object, class_id};
  }

 private:
  static constexpr std::size_t kPlaces = 256;

  struct Place {
    Id object;
    Id class_id;
  };

  static std::size_t place_of(Id object) { return object.number() * 0x9e3779b97f4a7c15 >> 56; }

  mutable std::mutex mutex_;
  std::vector<Place> places_;
};

}  // namespace rdx
