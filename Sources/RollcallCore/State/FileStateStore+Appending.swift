/// How records get to the disk, and what is tried when they cannot:
///
///     append the line, sync ─▶ durable
///        ╰ no room for answers: the intents are left out, the rest is written
///        ╰ failed: the file is never written or synced again
///             ╰ a new file: the durable lines as they read back, and this one; sync, rename, sync of the directory ─▶ durable
///                  ╰ failed: nothing more can be recorded
extension FileStateStore {
    /// Writes the records as one line of the journal; they are durable when it returns.
    ///
    /// After `noSpace` all of them are durable but the intents of calls that were still to be sent: the store goes on with the
    /// calls in flight, whose answers have their room. After any other failure it cannot go on at all.
    public func append(_ records: [JournalRecord]) throws(StateStoreFailure) {
        if records.isEmpty { return }
        guard !isUnusable, let journal else { throw .unusable }
        var written = records
        var shortage: StateStoreFailure?
        if records.contains(where: \.isIntent) {
            do { try reserve(for: journal.line(records, seal)) } catch {
                shortage = error
                written = records.withoutAnnouncements
            }
        }
        if !written.isEmpty { try appendLine(written) }
        if let shortage { throw shortage }
    }

    /// Makes sure that the answers of so many calls can be journaled even when the disk fills up. From here on, no intent is
    /// written without that room.
    public func reserve(callsInFlight: Int) throws(StateStoreFailure) {
        guard !isUnusable, journal != nil else { throw .unusable }
        self.callsInFlight = callsInFlight
        try reserve(for: nil)
    }

    /// After `notDurable`: takes the line out of what the next reader finds. `false` if it may still be read: then its answers are
    /// known to everybody until the machine stops, and must not be undone.
    public func discardLostLine() -> Bool {
        guard let lost = lostLine else { return true }
        do { try disk.truncate(lost.file, to: lost.size) } catch { return false }
        lostLine = nil
        return true
    }

    /// Whether a line that could not be made durable can be read all the same.
    public var hasLostLine: Bool { lostLine != nil }

    // MARK: Steps

    private func appendLine(_ records: [JournalRecord]) throws(StateStoreFailure) {
        guard var journal else { throw .unusable }
        let line = journal.line(records, seal)
        do throws(DiskFailure) {
            try journal.append(line, to: disk)
            self.journal = journal
        } catch {
            // What was written whole can be read until the machine stops, though it is not durable.
            if error.operation != "write" { lostLine = LostLine(file: journal.file, size: journal.size) }
            var failure = error
            failure.name = journalName
            try moveJournal(journal, with: line, after: failure)
        }
    }

    private func moveJournal(
        _ former: OpenJournal<D>, with line: JournalLine, after failure: DiskFailure
    ) throws(StateStoreFailure) {
        do throws(DiskFailure) {
            let copy = try former.copied(try disk.read(journalName), with: line, on: disk, at: temporaryJournalName)
            try disk.rename(temporaryJournalName, to: journalName)
            lostLine = LostLine(file: copy.file, size: former.size)
            try disk.syncDirectory()
            journal = copy
        } catch {
            isUnusable = true
            throw .notDurable(failure)
        }
        lostLine = nil
        journalMoves.append(failure)
        // The former file has no name any more, and nothing in it counts.
        try? disk.close(former.file)
        // What is in flight is recorded as far as there is room; an intent is refused without it.
        try? reserve(for: nil)
    }

    /// Makes room for `line` and for the answers of all calls in flight.
    private func reserve(for line: JournalLine?) throws(StateStoreFailure) {
        guard var journal else { throw .unusable }
        let count = callsInFlight * OpenJournal<D>.bytesPerCall + (line?.bytes.count ?? 0)
        do throws(DiskFailure) { try journal.reserve(count, on: disk) } catch {
            var failure = error
            failure.name = journalName
            throw .noSpace(failure)
        }
        self.journal = journal
    }
}
