import RecorderSupport

// The functions of deed/recorder.h.

@c @inline(never)
public func deed_create(_ object: UnsafeRawPointer?, _ type: UnsafePointer<CChar>?) {
  guard Recorder.isEnabled, let object else { return }
  Events.record(Events.create, object, frame: deed_frame(), type: type)
}

@c @inline(never)
public func deed_retain(_ object: UnsafeRawPointer?) {
  guard Recorder.isEnabled, let object else { return }
  Events.record(Events.retain, object, frame: deed_frame())
}

@c @inline(never)
public func deed_release(_ object: UnsafeRawPointer?) {
  guard Recorder.isEnabled, let object else { return }
  Events.record(Events.release, object, frame: deed_frame())
}

@c @inline(never)
public func deed_destroy(_ object: UnsafeRawPointer?) {
  guard Recorder.isEnabled, let object else { return }
  Events.record(Events.destroy, object, frame: deed_frame())
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
