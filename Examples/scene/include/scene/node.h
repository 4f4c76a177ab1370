#pragma once

#include <vector>

#include "scene/material.h"

namespace scene {

/// A tree of things to draw. A node holds its children and its material; it only looks at its parent.
class Node : public Counted {
 public:
  Node(Node *parent, Material *material);

  Node *parent() const { return parent_; }
  Material *material() const { return material_; }
  void replaceMaterial(Material *material);
  void add(Node *child);
  Node *child(unsigned index) const { return children_[index]; }

  /// The node that a walk over the tree stands on.
  void follow(Node *other);

 protected:
  ~Node() override;

 private:
  Node *parent_;
  Material *material_;
  Node *followed_ = nullptr;
  std::vector<Node *> children_;
};

Node *Clone(Node *node);
int CountTextures(Node *root);

}  // namespace scene
