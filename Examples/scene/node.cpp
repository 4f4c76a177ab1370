#include "scene/node.h"

namespace scene {

Node::Node(Node *parent, Material *material) : parent_(parent), material_(material) {}

Node::~Node() {
  DropAndForget(material_);
  DropAndForget(followed_);
  for (Node *child : children_) child->Drop();
}

void Node::replaceMaterial(Material *material) {
  material_->Drop();
  material_ = material;  // fault: the caller's hold is kept without a Hold
}

void Node::add(Node *child) {
  child->Hold();
  children_.push_back(child);
}

void Node::follow(Node *other) {
  other->Hold();
  DropAndForget(followed_);
  followed_ = other;  // fault: two nodes that follow each other are never dropped
}

Node *Clone(Node *node) {
  Material *material = node->material();
  material->Hold();
  return new Node(node->parent(), material);
}

int CountTextures(Node *root) {
  Texture *texture = root->material()->copyTexture();
  int count = texture->size();
  texture->Drop();
  return count + texture->size();  // fault: used after its end
}

}  // namespace scene
