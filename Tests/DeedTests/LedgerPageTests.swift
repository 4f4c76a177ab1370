import Foundation
import Testing

private enum Browser {
  static let path = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }
}

/// The page of `deed ledger --format html` in a real browser.
@Suite("The page of a ledger", .enabled(if: Browser.path != nil, "chromium is not installed"))
struct LedgerPageTests {
  private func visit(_ page: URL, _ options: [String]) throws -> String {
    let directory = page.deletingLastPathComponent().appendingPathComponent("profile-\(UUID())").path
    let result = try Deed.run(
      executable: URL(fileURLWithPath: Browser.path ?? ""),
      ["--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(directory)", "--window-size=1280,1600"]
        + options
        + ["file://\(page.path)"])
    return result.output
  }

  /// Opens the page with a script behind it, whose `results` come back.
  private func results(_ html: String, _ script: String, in tree: TemporaryTree) throws -> [String: String] {
    let page = tree.root.appendingPathComponent("page-\(UUID()).html")
    let code = """
      <script>
      const results = {}, byTest = selector => document.querySelector(selector);
      window.addEventListener('error', event => { results.error = event.message; });
      \(script)
      document.body.replaceChildren(document.createTextNode('@' + JSON.stringify(results) + '@'));
      </script></body>
      """
    try Data(html.replacing("</body>", with: code).utf8).write(to: page)
    let dump = try visit(page, ["--dump-dom"])
    let parts = dump.split(separator: "@")
    let body = try #require(parts.first { $0.hasPrefix("{") }, "\(dump.suffix(2000))")
    let decoded = body.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    return try JSONDecoder().decode([String: String].self, from: Data(decoded.utf8))
  }

  @Test("search, filters, sorting, keys, trees and flames work; nothing is fetched")
  func works() throws {
    // Without memory: what ended calls left behind there differs from run to run, and with it what seems to be held.
    let html = try EngineTests.ledger("cycle", ["--format", "html"], recording: ["--no-memory"]).output
    let tree = try TemporaryTree([:])
    #expect(!html.contains("http://") || html.contains("http://www.w3.org/2000/svg"))
    let results = try results(
      html,
      """
      results.ready = document.documentElement.dataset.ready;
      results.groups = byTest('#found').textContent;
      const search = byTest('#search');
      search.value = 'step::add plan.cpp:10'; search.dispatchEvent(new Event('input'));
      results.found = byTest('#found').textContent;
      results.row = byTest('.row').textContent;
      search.value = ''; search.dispatchEvent(new Event('input'));
      const type = byTest('#type');
      type.value = 'engine::Step'; type.dispatchEvent(new Event('change'));
      results.typed = byTest('#found').textContent;
      const grid = byTest('#grid');
      grid.dispatchEvent(new KeyboardEvent('keydown', { key: 'End' }));
      results.selected = grid.getAttribute('aria-activedescendant');
      results.detail = byTest('#detail').textContent;
      results.life = String(document.querySelectorAll('#detail table tbody tr').length);
      type.value = ''; type.dispatchEvent(new Event('change'));
      byTest('[data-sort="0"]').click();
      results.sorted = byTest('[data-sort="0"]').parentElement.getAttribute('aria-sort');
      const alive = [...document.querySelectorAll('.row')].map(row => Number(row.firstChild.textContent));
      results.ascending = String(alive.length > 1 && alive.every((count, at) => at === 0 || alive[at - 1] <= count));
      byTest('#tab-creations').click();
      results.flames = String(document.querySelectorAll('.flame button').length);
      const flame = [...document.querySelectorAll('.flame button')].find(one => one.textContent.includes('Session::plan'));
      flame.click();
      results.zoomed = byTest('#panel p').textContent;
      byTest('#tab-outstanding').click();
      results.outstanding = byTest('#panel p').textContent;
      results.bands = String(document.querySelectorAll('#timeline polygon').length);
      byTest('#timeline').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft' }));
      results.readout = byTest('#readout').textContent;
      const back = getComputedStyle(document.body).backgroundColor;
      byTest('#theme').click();
      results.themes = String(back !== getComputedStyle(document.body).backgroundColor);
      results.loaded = String(performance.getEntriesByType('resource').length);
      """, in: tree)
    #expect(results["error"] == nil)
    #expect(results["ready"] == "yes")
    let all = try #require(results["groups"]?.split(separator: " ").last { Int($0) != nil })
    #expect(results["found"] == "1 of \(all) groups")
    #expect(results["row"]?.contains("engine::Step") == true)
    #expect(results["typed"] == "2 of \(all) groups")
    #expect(results["selected"] == "row-1")
    #expect(results["detail"]?.contains("are still alive") == true)
    #expect(try #require(Int(results["life"] ?? "")) >= 3)
    #expect(results["ascending"] == "true")
    #expect(results["sorted"] == "ascending")
    #expect(try #require(Int(results["flames"] ?? "")) > 5)
    #expect(results["zoomed"]?.contains("Session::plan") == true)
    #expect(results["outstanding"]?.contains("references that nothing gave back") == true)
    #expect(try #require(Int(results["bands"] ?? "")) >= 5)
    #expect(results["readout"]?.contains("engine::") == true)
    #expect(results["themes"] == "true")
    #expect(results["loaded"] == "0")
  }

  @Test("all that the mouse does the keyboard does, and each part is one stop of Tab")
  func keyboard() throws {
    let html = try EngineTests.ledger("extra-retain", ["--format", "html"]).output
    let tree = try TemporaryTree([:])
    let results = try results(
      html,
      """
      const press = (...keys) => {
        for (const key of keys) document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
        return document.activeElement;
      };
      const stops = part => String([...document.querySelectorAll(part)].filter(node => node.tabIndex === 0).length);
      const isExpanded = node => node.getAttribute('aria-expanded');

      byTest('#timeline').focus();
      press('Home');
      results.moment = byTest('#timeline').getAttribute('aria-valuenow') + ' ' + byTest('#timeline').getAttribute('role');
      press('ArrowRight', 'PageDown');
      results.later = byTest('#timeline').getAttribute('aria-valuenow');
      results.told = String(byTest('#timeline').getAttribute('aria-valuetext').startsWith('event '));

      results.tabStops = stops('[role=tab]');
      byTest('#tab-groups').focus();
      results.lastTab = press('End').id;
      results.firstTab = press('Home').id;
      results.chosenTab = byTest('[role=tab][aria-selected=true]').id;

      byTest('#search').focus();
      byTest('#search').value = 'engine'; byTest('#search').dispatchEvent(new Event('input'));
      press('Escape');
      results.emptied = byTest('#search').value;
      results.grid = press('ArrowDown').getAttribute('role');
      press('ArrowDown', 'ArrowDown', 'ArrowUp');
      results.row = byTest('#grid').getAttribute('aria-activedescendant') + ' ' + byTest('[role=row][aria-selected=true]').getAttribute('aria-rowindex');
      results.cells = byTest('[role=row][aria-selected=true]').querySelectorAll('[role=gridcell]').length + ' of ' + byTest('#grid').getAttribute('aria-colcount');
      results.detail = press('Enter').getAttribute('aria-label');
      results.back = press('Escape').id;

      results.titleStops = stops('.columns button');
      byTest('.columns button').focus();
      press('End', 'ArrowLeft').click();
      results.sort = document.activeElement.parentElement.getAttribute('aria-sort');

      const search = byTest('#search');
      search.value = 'cache::put'; search.dispatchEvent(new Event('input'));
      results.treeStops = stops('[role=treeitem]');
      byTest('[role=treeitem]').focus();
      const root = document.activeElement;
      press('ArrowLeft');
      results.folded = isExpanded(root) + ' ' + root.querySelector('[role=group]').hidden;
      press('ArrowDown');
      results.nothingBelow = String(document.activeElement === root);
      const child = press('ArrowRight', 'ArrowRight');
      results.child = child.getAttribute('aria-level');
      results.next = String(press('ArrowDown') !== child && document.activeElement.parentElement.closest('[role=treeitem]') !== null);
      results.home = String(press('Home') === root);
      press('End');
      results.parent = String(Number(press('ArrowLeft').getAttribute('aria-level')) > 0);

      results.lifeStops = stops('.life td > details > summary');
      byTest('.life td > details > summary').focus();
      press('ArrowDown').click();
      results.openStack = String(document.activeElement.parentElement.open && document.activeElement !== byTest('.life summary'));

      byTest('#tab-creations').click();
      results.flameStops = stops('.flame button');
      byTest('.flame button').focus();
      press('ArrowDown', 'ArrowDown');
      const frame = document.activeElement;
      results.level = frame.getAttribute('aria-level');
      results.status = String(frame.getAttribute('aria-label').startsWith(byTest('#panel p').textContent.split(':')[0]));
      frame.click();
      results.kept = String(document.activeElement.getAttribute('aria-label') === frame.getAttribute('aria-label') && document.activeElement !== frame);
      results.wide = String(document.activeElement.style.width);
      press('Escape', 'Escape');
      results.out = String(document.querySelectorAll('.flame button[aria-level="2"]').length > 1);
      results.up = String(Number(press('ArrowUp', 'ArrowUp').getAttribute('aria-level')));
      results.focus = getComputedStyle(document.activeElement).outlineStyle;
      results.unnamed = [...document.querySelectorAll('button, input, select, svg, [role=grid], [role=tree]')]
        .filter(node => !(node.textContent.trim() || node.getAttribute('aria-label') || node.getAttribute('aria-labelledby') || node.labels?.length)).length + '';
      """, in: tree)
    #expect(results["error"] == nil)
    let expected = [
      "moment": "0 slider", "later": "11", "told": "true", "tabStops": "1", "lastTab": "tab-outstanding",
      "firstTab": "tab-groups", "chosenTab": "tab-groups", "emptied": "", "grid": "grid", "row": "row-1 3",
      "cells": "6 of 6", "detail": "The chosen group", "back": "grid", "titleStops": "1", "sort": "ascending",
      "treeStops": "1", "folded": "false true", "nothingBelow": "true", "child": "2", "next": "true", "home": "true",
      "parent": "true", "lifeStops": "1", "openStack": "true", "flameStops": "1", "level": "3", "status": "true",
      "kept": "true", "wide": "100%", "out": "true", "up": "1", "unnamed": "0",
    ]
    for (name, value) in expected { #expect(results[name] == value, "\(name)") }
  }

  @Test("a picture shows the page")
  func picture() throws {
    let tree = try TemporaryTree(["page.html": try EngineTests.ledger("cycle", ["--format", "html"]).output])
    let picture = tree.root.appendingPathComponent("page.png")
    _ = try visit(tree.root.appendingPathComponent("page.html"), ["--screenshot=\(picture.path)"])
    let bytes = try Data(contentsOf: picture)
    #expect(bytes.prefix(4) == Data([0x89, 0x50, 0x4E, 0x47]))
    // An empty page is a few thousand bytes.
    #expect(bytes.count > 30_000)
  }

  @Test("names out of the program are text, whatever they look like")
  func escaped() throws {
    try Deed.buildRecorder()
    let tree = try TemporaryTree([
      "evil.c": """
      #include "deed/recorder.h"
      #include <stddef.h>
      static char object[16];
      int main(void) {
        deed_create(object, "</script><img src=x onerror=\\"document.title='taken'\\">@<b>&amp;");
        return 0;
      }
      """
    ])
    let recorder = Deed.root.appendingPathComponent(".build/recorder").path
    let include = Deed.root.appendingPathComponent("Sources/LedgerRecorder/include").path
    let words = [
      "cc", "evil.c", "-I", include, "-L", recorder, "-ldeed-recorder", "-Wl,-rpath,\(recorder)", "-o", "evil",
    ]
    let built = try Deed.run(words, in: tree)
    #expect(built.status == 0, "\(built.errors)")
    _ = try Deed.run(["record", "-o", "t", "--", "./evil"], in: tree)
    let html = try Deed.run(["ledger", "t", "--format", "html"], in: tree).output
    #expect(html.contains("\\u003c/script>\\u003cimg"))
    let results = try results(
      html,
      """
      results.images = String(document.querySelectorAll('img').length);
      results.title = document.title;
      results.type = byTest('.row').children[4].textContent.replace(/@/g, '');
      """, in: tree)
    #expect(results["images"] == "0")
    #expect(results["title"] == "Ledger of t")
    #expect(results["type"]?.hasPrefix("</script><img src=x") == true)
  }
}
