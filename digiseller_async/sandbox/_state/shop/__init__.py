"""What the shop sells: orders, their codes and chats, and what a sale does."""
