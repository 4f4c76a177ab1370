import RecorderSupport

// The functions of deed/recorder.h.

@c @inline(never)
public func deed_create(_ object: UnsafeRawPointer?, _ type: UnsafePointer<CChar>?) {
  guard let object else { return }
  guard let thread = Threads.known else { return deed_begin(object, Events.create, type) }
  if Events.count(Events.create, in: thread, type: type) { deed_record_create(object, thread, type) }
}

@c @inline(never)
public func deed_retain(_ object: UnsafeRawPointer?) {
  guard let object else { return }
  guard let thread = Threads.known else { return deed_begin(object, Events.retain, nil) }
  if Events.count(Events.retain, in: thread) { deed_record_retain(object, thread) }
}

@c @inline(never)
public func deed_release(_ object: UnsafeRawPointer?) {
  guard let object else { return }
  guard let thread = Threads.known else { return deed_begin(object, Events.release, nil) }
  if Events.count(Events.release, in: thread) { deed_record_release(object, thread) }
}

@c @inline(never)
public func deed_destroy(_ object: UnsafeRawPointer?) {
  guard let object else { return }
  guard let thread = Threads.known else { return deed_begin(object, Events.destroy, nil) }
  if Events.count(Events.destroy, in: thread) { deed_record_destroy(object, thread) }
}

// What costs more than counting. These functions are jumped to, and the ones above, which only count, have no frame: so the frame of
// each is that of who called the one above.

@c @inline(never)
func deed_begin(_ object: UnsafeRawPointer, _ operation: UInt64, _ type: UnsafePointer<CChar>?) {
  Events.begin(operation, object, deed_frame(), type)
}

@c @inline(never)
func deed_record_create(
  _ object: UnsafeRawPointer, _ thread: UnsafeMutablePointer<deed_thread>, _ type: UnsafePointer<CChar>?
) { Events.record(Events.create, object, thread, frame: deed_frame(), type: type) }

@c @inline(never)
func deed_record_retain(_ object: UnsafeRawPointer, _ thread: UnsafeMutablePointer<deed_thread>) {
  Events.record(Events.retain, object, thread, frame: deed_frame())
}

@c @inline(never)
func deed_record_release(_ object: UnsafeRawPointer, _ thread: UnsafeMutablePointer<deed_thread>) {
  Events.record(Events.release, object, thread, frame: deed_frame())
}

@c @inline(never)
func deed_record_destroy(_ object: UnsafeRawPointer, _ thread: UnsafeMutablePointer<deed_thread>) {
  Events.record(Events.destroy, object, thread, frame: deed_frame())
}

@c public func deed_checkpoint(_ name: UnsafePointer<CChar>?) {
  guard Recorder.isEnabled, let name else { return }
  Recorder.checkpoint(name)
}

@c public func deed_declare(_ object: UnsafeRawPointer?, _ ownership: deed_ownership) {
  guard Recorder.isEnabled, let object, let thread = Threads.current else { return }
  Shards.take(UInt64(UInt(bitPattern: object)) >> 3, for: thread)
  let address = UInt64(UInt(bitPattern: object)) >> 4
  Events.appendSpecial(Events.Special.declaration, address << 1 | (ownership == deed_owner ? 1 : 0), to: thread)
}

@c public func deed_commit() {
  guard Recorder.isEnabled else { return }
  Recorder.checkpoint("commit", isCommit: true)
}

@c public func deed_live_total() -> Int { Recorder.isEnabled ? Threads.total { $0.live } : 0 }

@c public func deed_ref_total() -> Int { Recorder.isEnabled ? Threads.total { $0.references } : 0 }

/// Of `free`, by the library that stands before it while memory is poisoned: whether the block is kept.
@c public func deed_poison(_ block: UnsafeMutableRawPointer?) -> Int32 {
  guard Recorder.isEnabled, let block else { return 0 }
  return Poison.take(block) ? 1 : 0
}

// Of the code that 'deed cc' compiles for CPython. The references are counted in `Python`.

@c @inline(never)
public func deed_python_acquire(_ object: UInt) {
  guard Recorder.isEnabled, object != 0 else { return }
  Python.acquire(object, frame: deed_frame())
}

@c @inline(never)
public func deed_python_give_up(_ object: UInt) {
  guard Recorder.isEnabled, object != 0 else { return }
  Python.giveUp(object, frame: deed_frame())
}
