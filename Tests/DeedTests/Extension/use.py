import inventory

for round in range(50):
    shelf = inventory.Shelf("shelf number %d" % round)
    for price in range(-2, 8):
        try:
            shelf.put("thing number %d" % price, price)
        except ValueError:
            pass
    total = []
    shelf.each(lambda item: total.append(item[1]))
    assert len(shelf.table()) == 8 and sum(total) == 8 * 100000 + 28
print("done")
