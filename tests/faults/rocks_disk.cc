#include "tests/faults/rocks_disk.h"

#include "tests/store/passing_engine.h"

namespace rdx::faults {
namespace {

constexpr std::size_t kRoomForFlushes = 1 << 20;

// Shows each batch that was written, and passes everything on.
class ShowingEngine final : public test::PassingEngine {
 public:
  ShowingEngine(std::unique_ptr<Engine> engine, const simulator::OnWrite& on_write)
      : PassingEngine(std::move(engine)), on_write_(on_write) {}

  Result<void> write(const WriteBatch& batch) override {
    auto done = below().write(batch);
    if (done) on_write_(batch);
    return done;
  }

 private:
  const simulator::OnWrite& on_write_;
};

}  // namespace

RocksDisk::RocksDisk(Durability durability, simulator::OnWrite on_write, uint64_t seed)
    : system_(std::make_shared<PowerCutFileSystem>(folder_.path())),
      environment_(rocksdb::NewCompositeEnv(system_)),
      durability_(durability),
      on_write_(std::move(on_write)),
      dice_(seed) {}

Result<std::unique_ptr<Engine>> RocksDisk::open() {
  if (!(found_next_ ? system_->power_on(*found_next_) : system_->power_on()))
    return Error{ErrorCode::busy, "a file of the database is still open"};
  found_next_.reset();
  RocksOptions options;
  options.durability = durability_;
  options.least_free_bytes = kRoomForFlushes;
  options.environment = environment_.get();
  options.boot = "boot " + std::to_string(boots_);
  RDX_TRY(auto engine, open_rocks_engine(folder_.path(), options));
  return std::unique_ptr<Engine>(std::make_unique<ShowingEngine>(std::move(engine), on_write_));
}

void RocksDisk::fail_after(uint64_t operations) {
  const Loss loss = dice_.chance(50) ? Loss::some_unsynced : Loss::all_unsynced;
  system_->cut_after(operations, loss, dice_.next());
}

// A batch of the simulator is a few hundred bytes.
void RocksDisk::fill_after(uint64_t writes) {
  is_full_ = true;
  system_->set_capacity(system_->written_bytes() + kRoomForFlushes + writes * 300);
}

void RocksDisk::make_room() {
  is_full_ = false;
  system_->set_capacity(std::nullopt);
}

void RocksDisk::kill() { system_->cut(Loss::nothing, 0); }

void RocksDisk::cut_power(simulator::Dice& dice) {
  const Loss loss = dice.chance(50) ? Loss::some_unsynced : Loss::all_unsynced;
  system_->cut(loss, dice.next());
  ++boots_;
}

}  // namespace rdx::faults
